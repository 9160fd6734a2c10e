using System.Net;
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
        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync());
    }
}
