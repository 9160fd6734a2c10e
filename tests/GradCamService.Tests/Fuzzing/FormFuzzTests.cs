using System.Net;
using GradCamService.Fuzzing;
using Xunit;

namespace GradCamService.Tests.Fuzzing;

/// <summary>Requests that were damaged at random, byte by byte over a socket: none harms the service, or is answered with nothing that helps.</summary>
public sealed class FormFuzzTests(ITestOutputHelper output)
{
    private const string Kind = "forms";

    // Some ten seconds.
    private const int Few = 1_000;

    // Those that are not whole wait for the rest meanwhile.
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 64 };

    private const int BetweenHonest = 200;

    // Of an honest request, because the others keep the service busy.
    private const int MostRefusals = 60;

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

        var (goesOn, next) = (FuzzPlan.GoesOn(Few), -1);
        await Parallel.ForAsync(0, AtOnce.MaxDegreeOfParallelism, AtOnce, async (_, _) =>
        {
            for (int i; goesOn(i = Interlocked.Increment(ref next));)
            {
                await TryAsync(service, FuzzPlan.TitleOf(i), RequestDamage.Of(FuzzPlan.RandomOf(i)));
                if (i % BetweenHonest == 0)
                    await IsUnharmedAsync(service);
            }
        });
        await IsUnharmedAsync(service);

        output.WriteLine($"{next} damaged requests, seed {FuzzPlan.Seed}");
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
        var answer = await PredictAsync(service);
        for (var more = MostRefusals; more > 0 && IsBusy(answer.StatusCode); more--)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            answer = await PredictAsync(service);
        }
        var predictions = (await Task.FromResult(answer).JsonAsync()).GetProperty("predictions");

        // The best recorded class of this photo.
        Assert.Equal(282, predictions[0].GetProperty("concept").GetProperty("index").GetInt32());
    }

    private static async Task<HttpResponseMessage> PredictAsync(ServiceProcess service)
    {
        using var form = Form.Of("chelsea.png", ("top", "1"));
        return await service.Client.PostAsync("/v1/models/efficientnet-lite0/predictions", form);
    }

    private static bool IsBusy(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
