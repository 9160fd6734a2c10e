using System.Net;
using Xunit;

namespace GradCamService.Tests.Callers;

/// <summary>A service that knows four callers.</summary>
public sealed class KeyTests(KeyTests.Asking service) : IClassFixture<KeyTests.Asking>
{
    [Fact]
    public async Task A_caller_with_the_role_is_answered()
    {
        await service.ExplainAsAsync(Known.KeyOf("shop")).JsonAsync();
        await service.SendAsync(Known.KeyOf("shop"), "/v1/models").JsonAsync();
        await service.ExplainAsAsync(Known.KeyOf("boss")).JsonAsync();
    }

    [Fact]
    public async Task A_key_may_come_in_a_header_of_its_own()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "X-Api-Key", Known.KeyOf("shop") } } };

        await service.Client.SendAsync(request).JsonAsync();
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/efficientnet-lite0/concepts")]
    [InlineData("/v1/datasets")]
    [InlineData("/v1/jobs")]
    [InlineData("/v1/jobs/x/events")]
    [InlineData("/v1/dead-letters")]
    public async Task Nobody_gets_past_without_a_key_or_with_a_wrong_one(string path)
    {
        var asked = await service.SendAsync(null, path).ProblemAsync(HttpStatusCode.Unauthorized);
        var refused = await service.SendAsync(Known.KeyOf("stranger"), path).ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.Contains("This route asks who calls. Send a key as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'", asked.Detail, StringComparison.Ordinal);
        Assert.Contains("The key is not known here.", refused.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Known.KeyOf("stranger"), refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_for_is_said_in_the_header_that_clients_look_at()
    {
        using var asked = await service.SendAsync(null, "/v1/models");
        using var refused = await service.SendAsync("wrong", "/v1/models");

        Assert.Equal("Bearer realm=\"GradCamService\"", asked.Headers.WwwAuthenticate.ToString());
        Assert.Equal("Bearer realm=\"GradCamService\", error=\"invalid_token\"", refused.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("shop", "/v1/jobs", "jobs")]
    [InlineData("shop", "/v1/dead-letters", "admin")]
    [InlineData("nightly", "/v1/models", "explain")]
    [InlineData("nightly", "/v1/dead-letters", "admin")]
    public async Task Who_lacks_the_role_is_told_which(string caller, string path, string role)
    {
        var problem = await service.SendAsync(Known.KeyOf(caller), path).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Contains($"'{caller}' does not have the role '{role}'", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_loaded_by_administrators_only()
    {
        const string Load = "/v1/models/efficientnet-lite0/load";

        var problem = await service.SendAsync(Known.KeyOf("shop"), Load, Form.Without()).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Contains("'admin'", problem.Detail, StringComparison.Ordinal);
        await service.SendAsync(Known.KeyOf("boss"), Load, Form.Without()).JsonAsync();
    }

    [Fact]
    public async Task A_photo_of_a_stranger_is_not_read()
    {
        var problem = await service.ExplainAsAsync(null).ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.Equal("Unknown caller", problem.Title);
    }

    [Fact]
    public async Task A_job_is_seen_by_its_sender_and_by_administrators_and_by_nobody_else()
    {
        var job = await service.SendAsync(Known.KeyOf("nightly"), "/v1/jobs", Form.Of("chelsea.png", ("model", "efficientnet-lite0"))).JsonAsync();
        var path = $"/v1/jobs/{job.GetProperty("id").GetString()}";

        await service.SendAsync(Known.KeyOf("nightly"), path).JsonAsync();
        await service.SendAsync(Known.KeyOf("boss"), path).JsonAsync();
        await service.SendAsync(Known.KeyOf("weekly"), path).ProblemAsync(HttpStatusCode.NotFound);
        await service.SendAsync(Known.KeyOf("weekly"), path + "/items").ProblemAsync(HttpStatusCode.NotFound);
        Assert.Empty((await service.SendAsync(Known.KeyOf("weekly"), "/v1/jobs").JsonAsync()).GetProperty("jobs").EnumerateArray());
        Assert.Contains((await service.SendAsync(Known.KeyOf("boss"), "/v1/jobs").JsonAsync()).GetProperty("jobs").EnumerateArray(),
            each => each.GetProperty("id").GetString() == job.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/scripts/page.js")]
    [InlineData("/swagger/index.html")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task What_says_nothing_of_photos_needs_no_key(string path)
    {
        using var answer = await service.SendAsync(null, path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_document_says_that_a_key_is_needed_and_where_it_is_sent()
    {
        var document = await service.SendAsync(null, "/openapi/v1.json").JsonAsync();
        var schemes = document.GetProperty("components").GetProperty("securitySchemes");

        Assert.Equal(["bearer", "apiKey"], document.GetProperty("security").EnumerateArray().Select(one => one.EnumerateObject().Single().Name));
        Assert.Equal("bearer", schemes.GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.Equal("X-Api-Key", schemes.GetProperty("apiKey").GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_command_sends_a_key()
    {
        string[] list = ["jobs", "list", "--url", service.Client.BaseAddress!.ToString()];

        var without = await Commands.Typed.RunAsync(list);
        var with = await Commands.Typed.RunAsync([.. list, "--api-key", Known.KeyOf("nightly")]);
        var wrong = await Commands.Typed.RunAsync([.. list, "--api-key", "with a space"]);

        Assert.Equal((2, 0, 2), (without.Exit, with.Exit, wrong.Exit));
        Assert.Contains("This route asks who calls.", without.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("with a space", wrong.Errors, StringComparison.Ordinal);
    }

    public sealed class Asking() : Service(Known.Rows(("shop", "explain"), ("nightly", "jobs"), ("weekly", "jobs"), ("boss", "admin"))
        .Append(("Models:Bundled:0", "efficientnet-lite0")).ToDictionary());
}
