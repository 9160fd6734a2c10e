namespace GradCamService.Explain.Tests.Explainers;

/// <summary>How far results may lie from the records, as shares of the largest recorded magnitude.</summary>
internal static class Tolerances
{
    /// <summary>From the same input: two implementations of the same float32 arithmetic that sum in different orders.</summary>
    public const double SameInput = 1e-4;

    /// <summary>Where the record is float16: half a unit in its last place is 5e-4, and gradients near zero lose more.</summary>
    public const double RecordedAsFloat16 = 2e-3;

    /// <summary>
    /// Maps of the rocket from layers before the head: one value in front of the head's rectifier is 2e-6 of either sign, by the order in
    /// which a machine sums (it depends on the number of threads), and with it a gradient passes or does not: 0.5 % of such a map.
    /// </summary>
    public const double RocketsOpenGate = 1e-2;

    /// <summary>Between a batch and each of its images alone: kernels sum in another order for another batch size.</summary>
    public const double Batch = 1e-5;

    /// <summary>For the map of a photo at a layer.</summary>
    public static double OfMap(string image, string layer) => image == "rocket.jpg" && layer != "head" ? RocketsOpenGate : SameInput;
}
