using GradCamService.Jobs.Webhooks;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

public sealed class WebhookRulesTests
{
    private static readonly WebhookRules Rules = new(HookOptions.Of(allowed: ["hooks.example.com", "*.Example.org", "bücher.example", "10.1.2.3", "10.9.9.9", "[fd00::1]"],
        listed: ["10.1.0.0/16"]));

    [Theory]
    [InlineData("https://hooks.example.com/jobs?of=me")]
    [InlineData("https://HOOKS.example.COM:8443")]
    [InlineData("https://a.example.org/")]
    [InlineData("https://a.b.example.org/")]
    [InlineData("https://BÜCHER.example/")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://hooks.example.com/")]
    public void A_URL_of_an_allowed_host_is_taken(string url) => Assert.Null(Rules.Problem(url));

    [Theory]
    [InlineData("", "no absolute URL")]
    [InlineData("/jobs", "no absolute URL")]
    [InlineData("hooks.example.com/jobs", "no absolute URL")]
    [InlineData("ftp://hooks.example.com/", "no absolute URL")]
    [InlineData("file:///etc/passwd", "no absolute URL")]
    [InlineData("https://me:secret@hooks.example.com/", "names a user")]
    [InlineData("https://other.example.com/", "'other.example.com' may not be told")]
    [InlineData("https://example.org/", "'example.org' may not be told")]
    [InlineData("https://evilexample.org/", "may not be told")]
    [InlineData("https://hooks.example.com.evil.net/", "may not be told")]
    [InlineData("https://evil.net/https://hooks.example.com/", "may not be told")]
    [InlineData("https://evil.net#@hooks.example.com/", "may not be told")]
    [InlineData("https://2130706433/", "'127.0.0.1' may not be told")]
    [InlineData("http://10.9.9.9/", "must begin with https://")]
    public void Others_are_refused_with_what_would_be_right(string url, string says) => Assert.Contains(says, Rules.Problem(url), StringComparison.Ordinal);

    [Fact]
    public void Plain_http_is_refused_where_no_private_address_is_listed() =>
        Assert.Contains("must begin with https://", new WebhookRules(HookOptions.Of(allowed: ["hooks.example.com"], listed: [])).Problem("http://hooks.example.com/"), StringComparison.Ordinal);

    [Fact]
    public void A_URL_has_2048_characters_at_most()
    {
        const string Begin = "https://hooks.example.com/";

        Assert.Null(Rules.Problem(Begin.PadRight(2048, 'a')));
        Assert.Contains("has 2049 characters", Rules.Problem(Begin.PadRight(2049, 'a')), StringComparison.Ordinal);
    }

    [Fact]
    public void No_URL_is_taken_where_no_host_is_allowed() =>
        Assert.Contains("tells no host", new WebhookRules(new WebhookOptions()).Problem("https://hooks.example.com/"), StringComparison.Ordinal);
}
