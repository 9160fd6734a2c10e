using System.Net;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Entrance;

/// <summary>Whose word counts for where the service is reached.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task A_path_prefix_is_taken_off_and_stands_in_links()
    {
        await using var service = await Service.StartAsync(null, ("Proxy:PathBase", "/maps"));

        Assert.Equal("/maps/v1/jobs", await WhereJobsAreAsync(service, "/maps/v1/jobs"));
        Assert.Equal("/v1/jobs", await WhereJobsAreAsync(service, "/v1/jobs"));
        var document = JsonSerializer.Deserialize<JsonElement>(await service.Client.GetStringAsync("/maps/openapi/v1.json"));
        Assert.Equal("..", document.GetProperty("servers")[0].GetProperty("url").GetString());
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/maps/swagger/index.html")).StatusCode);
        Assert.Contains("GradCamService", await service.Client.GetStringAsync("/maps"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "/x/v1/jobs")]
    [InlineData("127.0.0.0/8", "/x/v1/jobs")]
    [InlineData("10.0.0.0/8", "/v1/jobs")]
    [InlineData(null, "/v1/jobs")]
    public async Task Only_who_is_trusted_says_how_it_is_reached(string? trusted, string expected)
    {
        (string, string)[] settings = trusted is null ? [] : [("Proxy:Trusted:0", trusted)];
        await using var service = await Service.StartAsync(null, settings);

        Assert.Equal(expected, await WhereJobsAreAsync(service, "/v1/jobs", "/x"));
    }

    /// <summary>Where a job that is sent to a path is then, without its id.</summary>
    private static async Task<string> WhereJobsAreAsync(Service service, string path, string? prefix = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form.Of("rgb.png", ("model", "efficientnet-lite0")) };
        if (prefix is not null)
            request.Headers.Add("X-Forwarded-Prefix", prefix);
        using var response = await service.Client.SendAsync(request);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var location = response.Headers.Location!.ToString();
        return location[..location.LastIndexOf('/')];
    }
}
