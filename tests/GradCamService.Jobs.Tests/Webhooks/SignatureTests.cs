using System.Text;
using GradCamService.Jobs.Webhooks;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

public sealed class SignatureTests
{
    // printf '1700000000.{"name":"K\xc3\xa4fer"}' | openssl dgst -sha256 -hmac 0123456789abcdef
    [Fact]
    public void It_is_what_openssl_computes_over_timestamp_dot_and_body() => Assert.Equal(
        "sha256=66f931fd2b8e6b00aa98aa1eca4a514b499c1a682224365caee1500bb5596ef1",
        Signature.Of("0123456789abcdef", 1700000000, Encoding.UTF8.GetBytes("""{"name":"Käfer"}""")));
}
