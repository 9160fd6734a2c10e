using System.Text.Json;
using Xunit;

namespace GradCamService.Tests;

/// <summary>A service runs for weeks.</summary>
[Trait("Category", "Soak")]
public sealed class MemoryTests(ITestOutputHelper output)
{
    /// <summary>What request 500 may have more than request 100: pools and heaps breathe.</summary>
    private const double Breath = 0.05;

    private static readonly string[] Photos = ["chelsea.png", "coffee.png", "rocket.jpg"];

    [Fact]
    public async Task After_500_requests_there_is_as_much_memory_in_use_as_after_100()
    {
        using var service = ServiceProcess.Start();
        await service.UntilReadyAsync();
        var resident = new List<long>();
        for (var i = 0; i < 500; i++)
        {
            await Ask(service, i);
            resident.Add(service.Resident);
        }

        var (early, late) = (Lowest(resident, 100), Lowest(resident, 500));
        output.WriteLine($"after 100 requests {early >> 20} MiB, after 500 {late >> 20} MiB");
        Assert.InRange((double)late / early, 1 - Breath, 1 + Breath);
    }

    // Between two collections there is garbage: the lowest of the last 20 readings is what is in use.
    private static long Lowest(List<long> resident, int requests) => resident.Take(requests).TakeLast(20).Min();

    private static Task<JsonElement> Ask(ServiceProcess service, int i) => service.Client.PostAsync(
        "/v1/models/efficientnet-lite0/explanations", Form.Of(Photos[i % Photos.Length], ("images", i % 2 == 0 ? "overlay" : "none"))).JsonAsync();
}
