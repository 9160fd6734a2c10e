using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using GradCamService.Tests.Callers;
using SkiaSharp;
using Xunit;

namespace GradCamService.Tests.Attacks;

/// <summary>An honest caller beside others who flood the service. How long it waits is written down; what is asserted are answers and their order.</summary>
[Trait("Category", "Soak")]
[Collection(nameof(MemoryTests))]
public sealed class NeighbourTests(ITestOutputHelper output)
{
    private const int Callers = 16;

    private static readonly string Honest = Known.KeyOf("honest");
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Beside = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(Callers)]
    public async Task Uploads_that_never_end_leave_room_to_another_caller(int hostile)
    {
        using var service = Start(("Queue__MemoryBudget", $"{512 << 20}"), ("Queue__Timeout", "00:00:05"));
        await AloneAsync(service);
        await using var watch = await Watch.BeginAsync(service, Honest);

        // Who was refused, or came to the deadline, comes back once.
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => new[]
        {
            await Hostile.UploadAsync(service, declared: 20_000_000, sent: 1 << 20, KeyOf(i % hostile)),
            await Hostile.UploadAsync(service, declared: 20_000_000, sent: 1 << 20, KeyOf(i % hostile)),
        }));

        Check(await watch.EndAsync(), answers.SelectMany(all => all), [408, 429]);
    }

    [Fact]
    public async Task Where_nobody_has_a_key_an_address_is_a_caller()
    {
        using var service = ServiceProcess.Start(("Queue__MemoryBudget", $"{512 << 20}"), ("Queue__Timeout", "00:00:05"), ("Limits__QueueShare", "0.5"));
        await using var watch = await Watch.BeginAsync(service);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            Hostile.UploadAsync(service, declared: 20_000_000, sent: 1 << 20, from: IPAddress.Parse("127.0.0.2"))));

        Check(await watch.EndAsync(), answers, [408, 429]);
    }

    [Fact]
    public async Task Photos_of_49_megapixels_do_not_stand_before_another_callers()
    {
        var bomb = Hostile.Bomb(SKEncodedImageFormat.Png);
        using var service = Start(("Queue__MemoryBudget", $"{512 << 20}"), ("Queue__Timeout", "00:00:15"));
        await AloneAsync(service);
        await using var watch = await Watch.BeginAsync(service, Honest);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
        {
            using var answer = await service.Client.SendAsAsync(KeyOf(i % Callers), Watch.Explanations, Form.With(bomb, "photo", ("images", "none")));
            return (int)answer.StatusCode;
        }));

        var seen = await watch.EndAsync();
        Check(seen, answers, [200, 429, 504]);
        // Each would have waited for a worker behind some of them.
        Assert.True(seen.Honest.Count > answers.Count(status => status == 200), $"{seen.Honest.Count}");
    }

    [Fact]
    public async Task Sixteen_callers_who_flood_the_queue_leave_turns_to_another()
    {
        using var service = Start(("Queue__Timeout", "00:00:15"));
        await AloneAsync(service);
        await using var watch = await Watch.BeginAsync(service, Honest);
        using var over = new CancellationTokenSource(Beside);
        var answers = new ConcurrentBag<int>();

        await Task.WhenAll(Enumerable.Range(0, Callers * 4).Select(async i =>
        {
            while (!over.IsCancellationRequested)
            {
                using var answer = await service.Client.SendAsAsync(KeyOf(i % Callers), Watch.Explanations, Form.Of("chelsea.png", ("images", "none"), ("top", "3")));
                answers.Add((int)answer.StatusCode);
                // As the header says, at the earliest.
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            }
        }));

        Check(await watch.EndAsync(), answers, [200, 429, 503, 504]);
        Assert.Contains(200, answers);
    }

    private static string KeyOf(int hostile) => Known.KeyOf(NameOf(hostile));

    private static string NameOf(int hostile) => string.Create(CultureInfo.InvariantCulture, $"hostile-{hostile}");

    private static ServiceProcess Start(params (string Key, string Value)[] settings) => ServiceProcess.Start(
        [.. Known.Variables([.. Enumerable.Range(0, Callers).Select(i => (NameOf(i), "explain")), ("honest", "explain")]), .. settings]);

    private async Task AloneAsync(ServiceProcess service)
    {
        await using var watch = await Watch.BeginAsync(service, Honest);
        await Task.Delay(Alone);
        output.WriteLine($"alone: {await watch.EndAsync()}");
    }

    private void Check(Seen seen, IEnumerable<int> answers, int[] all)
    {
        output.WriteLine($"beside {string.Join(", ", answers.CountBy(status => status).Select(count => $"{count.Value} × {count.Key}"))}: {seen}");
        Assert.All(answers, status => Assert.Contains(status, all));
        Assert.NotEmpty(seen.Honest);
        Assert.All(seen.Honest, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }
}
