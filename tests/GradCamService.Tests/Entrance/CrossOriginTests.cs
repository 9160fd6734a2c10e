using System.Net;
using Xunit;

namespace GradCamService.Tests.Entrance;

/// <summary>Pages of other sites may ask where they are named, and nowhere else.</summary>
public sealed class CrossOriginTests
{
    private const string Origin = "https://maps.example.com";
    private const string Explanations = "/v1/models/efficientnet-lite0/explanations";

    [Fact]
    public async Task A_site_that_is_named_may_ask_and_read_and_another_may_not()
    {
        await using var service = await Service.StartAsync(null, ("Cors:Origins:0", Origin));

        using var asked = await PreflightAsync(service, Origin);
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(Origin, Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("POST", asked.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        using var refused = await GetAsync(service, "/v1/models/nothing", Origin);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(Origin, Assert.Single(refused.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("X-Request-Id", refused.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        using var other = await GetAsync(service, "/v1/models", "https://elsewhere.example.com");
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Without_a_setting_no_site_may()
    {
        await using var service = await Service.StartAsync();

        using var asked = await PreflightAsync(service, Origin);
        using var answer = await GetAsync(service, "/v1/models", Origin);

        Assert.False(asked.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static Task<HttpResponseMessage> PreflightAsync(Service service, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, Explanations);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        return service.Client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> GetAsync(Service service, string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        return service.Client.SendAsync(request);
    }
}
