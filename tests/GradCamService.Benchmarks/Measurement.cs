using System.Text.Json.Serialization;

namespace GradCamService.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Row">What was timed.</param>
/// <param name="Model">On which network; empty where there is none.</param>
/// <param name="Images">Images a batch.</param>
/// <param name="Concepts">Concepts an image.</param>
/// <param name="Milliseconds">Of one batch.</param>
/// <param name="ForwardUnits">The median in units of the forward pass of the same network and batch; null where that means nothing.</param>
/// <param name="Bytes">Managed bytes allocated by one repetition; null where not measured.</param>
internal sealed record Measurement(
    string Row,
    string Model,
    int Images,
    int Concepts,
    Spread Milliseconds,
    double? ForwardUnits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Bytes = null);

/// <summary>Of several repetitions.</summary>
internal sealed record Spread(double Min, double Median, double P95)
{
    public static Spread Of(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return new Spread(sorted[0], sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.95)]);
    }
}
