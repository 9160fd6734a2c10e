using System.Net;
using Xunit;

namespace GradCamService.Tests.Entrance;

/// <summary>What browsers are told of answers.</summary>
[Collection(ServiceTests.Name)]
public sealed class AnswerHeaderTests(SharedService service)
{
    private const string Bare = "default-src 'none'; frame-ancestors 'none'";

    [Theory]
    [InlineData("/v1/models", Bare)]
    [InlineData("/v1/nothing", Bare)]
    [InlineData("/openapi/v1.json", Bare)]
    [InlineData("/health/live", Bare)]
    [InlineData("/metrics", Bare)]
    [InlineData("/", "default-src 'none'; script-src 'self'; style-src 'self'; ")]
    [InlineData("/swagger/index.html", "default-src 'none'; script-src 'self'")]
    public async Task Every_answer_is_protected(string path, string policy)
    {
        using var response = await service.Client.GetAsync(path);

        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        var said = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith(policy, said, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/efficientnet-lite0")]
    [InlineData("/v1/models/efficientnet-lite0/concepts?query=cat")]
    public async Task Who_has_an_answer_already_is_told_so(string path)
    {
        using var first = await service.Client.GetAsync(path);
        var tag = first.Headers.ETag!;
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
        using var other = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { new("\"of-before\"") } } };

        using var same = await service.Client.SendAsync(again);
        using var changed = await service.Client.SendAsync(other);

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(tag, same.Headers.ETag);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Other_concepts_have_another_tag()
    {
        const string Path = "/v1/models/efficientnet-lite0/concepts?query=";

        using var cats = await service.Client.GetAsync(Path + "cat");
        using var dogs = await service.Client.GetAsync(Path + "dog");

        Assert.NotEqual(cats.Headers.ETag, dogs.Headers.ETag);
    }

    [Theory]
    [InlineData("/v1/models", "br, gzip", "br")]
    [InlineData("/v1/models", "gzip", "gzip")]
    [InlineData("/v1/nothing", "gzip", "gzip")]
    [InlineData("/openapi/v1.json", "gzip", "gzip")]
    [InlineData("/samples/rocket.jpg", "gzip", null)]
    [InlineData("/v1/models", "identity", null)]
    public async Task Texts_go_out_compressed_and_pictures_as_they_are(string path, string accepted, string? expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd(accepted);

        using var response = await service.Client.SendAsync(request);

        Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
    }
}
