using System.Diagnostics;
using GradCamService.Fuzzing;
using Xunit;

namespace GradCamService.Tests.Fuzzing;

/// <summary>Requests that were damaged at random, byte by byte over a socket: none harms the service, or is answered with nothing that helps.</summary>
public sealed class FormFuzzTests(ITestOutputHelper output)
{
    private const string Kind = "forms";

    // Those that are not whole wait for the rest meanwhile.
    private const int AtOnce = 16;

    private const int BetweenHonest = 200;

    [Fact]
    public async Task Damaged_requests_are_answered_with_what_is_wrong_and_harm_no_other()
    {
        // Jobs that some of them are would compute on while others wait.
        using var service = ServiceProcess.Start(("Jobs__MaxItems", "4"));
        await service.UntilReadyAsync();
        var address = service.Client.BaseAddress!;
        foreach (var seed in RequestSeeds.All)
            Assert.NotNull(await RawAnswer.OfAsync(address, seed));
        foreach (var (name, bytes) in Corpus.Of(Kind))
            await TryAsync(service, name, bytes);

        var (clock, count) = (Stopwatch.StartNew(), 0);
        await Parallel.ForAsync(0, AtOnce, async (_, cancellation) =>
        {
            while (clock.Elapsed < FuzzPlan.Duration)
            {
                var iteration = Interlocked.Increment(ref count) - 1;
                await TryAsync(service, FormattableString.Invariant($"seed {FuzzPlan.Seed}, iteration {iteration}"), RequestDamage.Of(FuzzPlan.RandomOf(iteration)));
                if (iteration % BetweenHonest == 0)
                    await IsUnharmedAsync(service);
            }
        });
        await IsUnharmedAsync(service);

        output.WriteLine($"{count} damaged requests, seed {FuzzPlan.Seed}");
        Assert.False(service.HasExited, service.Output);
    }

    private static async Task TryAsync(ServiceProcess service, string title, byte[] request)
    {
        try
        {
            (await RawAnswer.OfAsync(service.Client.BaseAddress!, request))?.Check();
        }
        catch (Exception exception)
        {
            Assert.Fail($"{Kind}, {title}: {exception.Message} The request is kept: {Corpus.Keep(Kind, title, request)}\n{exception}");
        }
    }

    private static async Task IsUnharmedAsync(ServiceProcess service)
    {
        using var form = Form.Of("chelsea.png", ("top", "1"));
        var answer = await service.Client.PostAsync("/v1/models/efficientnet-lite0/predictions", form).JsonAsync();

        // The best recorded class of this photo.
        Assert.Equal(282, answer.GetProperty("predictions")[0].GetProperty("concept").GetProperty("index").GetInt32());
    }
}
