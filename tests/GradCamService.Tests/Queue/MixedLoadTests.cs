using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Explanations;
using Xunit;

namespace GradCamService.Tests.Queue;

/// <summary>Requests for all tasks at once, which share batches as they happen to meet.</summary>
[Collection(ServiceTests.Name)]
public sealed class MixedLoadTests
{
    private const int Requests = 200;

    /// <summary>Kernels sum in another order for another batch size.</summary>
    private const double Rounding = 1e-4;

    private static readonly string[] Photos = ["chelsea.png", "coffee.png", "rocket.jpg"];

    [Fact]
    public async Task Two_hundred_requests_of_all_tasks_at_once_get_the_answers_that_they_get_alone()
    {
        await using var service = new Service(new Dictionary<string, string> { ["Queue:Capacity"] = "256", ["Queue:Timeout"] = "00:05:00" });
        await service.InitializeAsync();
        var kinds = Kinds().ToList();
        var alone = new List<JsonElement>();
        foreach (var kind in kinds)
            alone.Add(await kind.Send(service));
        var random = new Random(5);
        var chosen = Enumerable.Range(0, Requests).Select(_ => random.Next(kinds.Count)).ToList();

        var answers = await Task.WhenAll(chosen.Select(kind => kinds[kind].Send(service)));

        foreach (var (kind, answer) in chosen.Zip(answers))
            AssertSame(kinds[kind].Name, alone[kind], answer);
    }

    private static IEnumerable<Kind> Kinds()
    {
        foreach (var photo in Photos)
        {
            yield return Of("efficientnet-lite0/explanations", photo, ("top", "2"));
            // The rocket has a value in front of the head's rectifier whose sign depends on the order of a sum; maps before it jump.
            if (photo != "rocket.jpg")
                yield return Of("efficientnet-lite0/explanations", photo, ("concept", "dog"), ("layer", "block10"), ("method", "grad-cam"));
            yield return Of("efficientnet-lite2/explanations", photo, ("counterfactual", "true"));
            yield return Of("captioner/predictions", photo, ("beams", "1"));
            yield return Of("captioner/predictions", photo, ("beams", "4"));
            yield return Of("captioner/explanations", photo, ("method", "grad-cam"));
            yield return Of("captioner/explanations", photo, ("caption", "a dog in the water"));
            yield return Of("vqa/predictions", photo, ("question", "what color is the dog"));
            yield return Of("vqa/explanations", photo, ("question", "is there a person in the picture"), ("answer", "yes"), ("against", "no"));
            yield return Of("vqa/explanations", photo, ("question", "who is it"), ("top", "3"), ("method", "grad-cam"));
        }
        foreach (var golden in SequenceGoldens.All.Policy)
            yield return new Kind($"policy {golden.Frames[0]}", async service =>
                await service.PostAsync("/v1/models/catch-policy/explanations", PolicyTests.Frames(golden.Frames, ("top", "3"), ("images", "none"))).JsonAsync());
    }

    private static Kind Of(string route, string photo, params (string Field, string Value)[] fields)
    {
        var sent = route.EndsWith("explanations", StringComparison.Ordinal) ? [.. fields, ("images", "none")] : fields;
        return new Kind($"{route} {photo} {string.Join(' ', fields)}", async service =>
            await service.PostAsync("/v1/models/" + route, Form.Of(photo, sent)).JsonAsync());
    }

    /// <summary>Texts must be equal, numbers near to each other, arrays of numbers near in units of their largest.</summary>
    private static void AssertSame(string path, JsonElement alone, JsonElement together)
    {
        Assert.Equal((path, alone.ValueKind), (path, together.ValueKind));
        switch (alone.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(alone.EnumerateObject().Select(member => member.Name), together.EnumerateObject().Select(member => member.Name));
                // Times differ, and boxes of whole pixels may jump by a pixel where a map moves by its last digit.
                foreach (var member in alone.EnumerateObject().Where(member => member.Name is not ("timings" or "localization")))
                    AssertSame($"{path}.{member.Name}", member.Value, together.GetProperty(member.Name));
                break;
            case JsonValueKind.Array when alone.GetArrayLength() > 0 && alone[0].ValueKind == JsonValueKind.Number:
                Assert.InRange(Deviation.Of(alone.Floats(), together.Floats()), 0, Rounding);
                break;
            case JsonValueKind.Array:
                Assert.Equal((path, alone.GetArrayLength()), (path, together.GetArrayLength()));
                for (var i = 0; i < alone.GetArrayLength(); i++)
                    AssertSame($"{path}[{i}]", alone[i], together[i]);
                break;
            case JsonValueKind.Number:
                Assert.True(Math.Abs(alone.GetDouble() - together.GetDouble()) <= Rounding * Math.Max(1, Math.Abs(alone.GetDouble())), $"{path}: {alone} and {together}");
                break;
            default:
                Assert.Equal((path, alone.ToString()), (path, together.ToString()));
                break;
        }
    }

    private sealed record Kind(string Name, Func<Service, Task<JsonElement>> Send);
}
