using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Health;

[Collection(ServiceTests.Name)]
public sealed class HealthTests(SharedService service)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_loaded_service_is_alive_and_ready(string path)
    {
        using var response = await service.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var health = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.Equal(
            path == "/health/ready" ? ["captioner", "catch-policy", "efficientnet-lite0", "efficientnet-lite2", "vqa"] : [],
            health.GetProperty("models").EnumerateObject().Where(model => model.Value.GetString() == "ready").Select(model => model.Name));
    }
}
