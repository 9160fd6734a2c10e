using GradCamService.Jobs.Webhooks;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

public sealed class WebhookOptionsCheckTests
{
    [Fact]
    public void Nothing_is_wrong_with_no_webhooks() => Assert.Empty(WebhookOptionsCheck.Problems(new WebhookOptions()));

    [Fact]
    public void Nothing_is_wrong_with_hosts_networks_and_a_secret() => Assert.Empty(WebhookOptionsCheck.Problems(HookOptions.Of(
        allowed: ["hooks.example.com", "*.example.org", "10.1.2.3", "[fd00::1]", "bücher.example"], listed: ["10.1.2.3", "10.1.0.0/16", "fd00::/8"])));

    [Theory]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("")]
    [InlineData("a.*.example.com")]
    [InlineData("https://hooks.example.com")]
    [InlineData("hooks.example.com:8443")]
    [InlineData("hooks.example.com/jobs")]
    [InlineData("me@hooks.example.com")]
    [InlineData("*.10.1.2.3")]
    [InlineData("hooks example")]
    public void What_is_no_host_is_named(string host) =>
        Assert.Contains($"Jobs:Webhooks:Allowed has '{host}'", Assert.Single(WebhookOptionsCheck.Problems(HookOptions.Of(allowed: [host]))), StringComparison.Ordinal);

    [Theory]
    [InlineData("10.1.0.0/33")]
    [InlineData("intranet")]
    public void What_is_no_network_is_named(string network) =>
        Assert.Contains($"Jobs:Webhooks:PrivateAddresses has '{network}'", Assert.Single(WebhookOptionsCheck.Problems(HookOptions.Of(listed: [network]))), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcde")]
    public void A_secret_of_16_characters_is_needed_where_hosts_are_allowed(string? secret) =>
        Assert.Contains("at least 16 characters", Assert.Single(WebhookOptionsCheck.Problems(new WebhookOptions { Allowed = ["a.example"], Secret = secret })), StringComparison.Ordinal);
}
