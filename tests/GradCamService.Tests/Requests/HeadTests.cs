using System.Net;
using Xunit;

namespace GradCamService.Tests.Requests;

public sealed class HeadTests(SharedService service) : IClassFixture<SharedService>
{
    [Theory]
    [InlineData("/v1/models", HttpStatusCode.OK)]
    [InlineData("/v1/models/efficientnet-lite0", HttpStatusCode.OK)]
    [InlineData("/v1/models/unknown", HttpStatusCode.NotFound)]
    [InlineData("/v1/models/efficientnet-lite0/explanations", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    public async Task HEAD_is_answered_as_GET_without_a_body(string path, HttpStatusCode status)
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await service.Client.SendAsync(head);
        using var get = await service.Client.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, answer.Content.Headers.ContentType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }
}
