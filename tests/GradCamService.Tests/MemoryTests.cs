using System.Text.Json;
using Xunit;

namespace GradCamService.Tests;

/// <summary>A service runs for weeks. Nothing else runs in this process meanwhile.</summary>
[Trait("Category", "Soak")]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Window = 400;

    /// <summary>
    /// Each thread that decodes, draws or writes keeps buffers of a megabyte or two in its pools, and the first windows give them to threads that had none:
    /// readings of the same service went up by 9 MB within one window and stood still in the next. A leak goes up in all of them.
    /// </summary>
    private const int Windows = 4;

    private static readonly string[] Photos = ["chelsea.png", "coffee.png", "rocket.jpg"];

    [Fact]
    public async Task From_some_request_on_400_more_leave_nothing_behind()
    {
        await using var service = await Service.StartAsync();
        var readings = new List<InUse> { await InUseAfter(100, service) };
        do
            readings.Add(await InUseAfter(Window, service));
        while (readings[^1].Exceeds(readings[^2]) && readings.Count <= Windows);

        output.WriteLine($"after 100 requests, and {Window} more each time: {string.Join(", ", readings)}");
        Assert.False(readings[^1].Exceeds(readings[^2]), $"Memory grew in each of {Windows} windows of {Window} requests: {string.Join(", ", readings)}.");
    }

    private static async Task<InUse> InUseAfter(int requests, Service service)
    {
        for (var i = 0; i < requests; i++)
            await Ask(service, i);
        return InUse.Now();
    }

    private static Task<JsonElement> Ask(Service service, int i) =>
        service.ExplainAsync(Form.Of(Photos[i % Photos.Length], ("images", i % 2 == 0 ? "overlay" : "none"))).JsonAsync();
}

/// <summary>Alone: the memory that is measured is this process's.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTestsAlone;
