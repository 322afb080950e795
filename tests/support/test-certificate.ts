/**
 * A key and its own certificate for the name `api.test`, good for a hundred years. It is written down here so that no test needs a program that
 * makes one; it protects nothing.
 */
export const testCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgQY3QHgDRfme47ny9
z4dUv4rAbZPuYClvnKj+UI3DHHWhRANCAAR/jxNQPwok4GpxEurMZam9EAizXZRG
z5eS1DmfWEAE5+1hXBKSZw7slJWXQsXgVAhJ/e/kPs/ba4Emy9W1gYSB
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBkjCCATigAwIBAgIUYo3O8+s6Oy/TktiZltvIksZ5vKkwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIYXBpLnRlc3QwIBcNMjYxMTIyMDYzMDIyWhgPMjEyNjEwMjkw
NjMwMjJaMBMxETAPBgNVBAMMCGFwaS50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEf48TUD8KJOBqcRLqzGWpvRAIs12URs+XktQ5n1hABOftYVwSkmcO7JSV
l0LF4FQISf3v5D7P22uBJsvVtYGEgaNoMGYwHQYDVR0OBBYEFG4Dl6Gq33AwcgCR
yv9pKJw2tJkSMB8GA1UdIwQYMBaAFG4Dl6Gq33AwcgCRyv9pKJw2tJkSMA8GA1Ud
EwEB/wQFMAMBAf8wEwYDVR0RBAwwCoIIYXBpLnRlc3QwCgYIKoZIzj0EAwIDSAAw
RQIgOZCqU6W/L6Fbt/nraLAz8HA1UDSIFNTXfQJudyJzQvcCIQDohMedx0RMQHLt
G92RrHAZBOtJCyuH+gr5gqa/QweisA==
-----END CERTIFICATE-----
`,
} as const
