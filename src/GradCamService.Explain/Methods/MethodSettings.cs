using GradCamService.Explain.Fields;

namespace GradCamService.Explain.Methods;

/// <summary>Numbers of methods that have some.</summary>
public sealed record MethodSettings
{
    /// <summary>Those that hold where nothing is said.</summary>
    public static MethodSettings Default { get; } = new();

    /// <summary>Points on the way from the baseline to the image.</summary>
    public int Steps { get; init; } = MethodFields.Steps.Absent!.Value;

    /// <summary>What stands for "nothing to see".</summary>
    public Baseline Baseline { get; init; } = Baselines.Mean;

    /// <summary>Noisy copies.</summary>
    public int Samples { get; init; } = MethodFields.Samples.Absent!.Value;

    /// <summary>Standard deviation of the noise, as a share of the input's largest value minus its smallest.</summary>
    public double Noise { get; init; } = MethodFields.Noise.Absent;

    /// <summary>Side of the square that hides a part of the image, in pixels of the input; null: a seventh of the shorter side.</summary>
    public int? Patch { get; init; }

    /// <summary>How far the square moves; null: half of its side.</summary>
    public int? Stride { get; init; }

    /// <summary>Random masks.</summary>
    public int Masks { get; init; } = MethodFields.Masks.Absent!.Value;

    /// <summary>Of all that is random: the same seed gives the same answer.</summary>
    public int Seed { get; init; } = MethodFields.Seed.Absent!.Value;

    /// <summary>Reads them; those that none of the methods has are refused.</summary>
    public static MethodSettings Read(FieldReader fields, IReadOnlyList<Method> methods)
    {
        // Where no method was understood, that is what is told.
        foreach (var field in MethodFields.All.Where(field => methods.Count > 0 && fields.Has(field) && !methods.Any(method => method.Fields.Contains(field))))
            fields.Errors.Add(field.Name, $"'{field.Name}' belongs to "
                + string.Join(", ", MethodTable.All.Where(method => method.Fields.Contains(field)).Select(method => method.Name))
                + $"; asked for {(methods.Count == 1 ? "is" : "are")} {string.Join(", ", methods.Select(method => method.Name))}.");
        return new MethodSettings
        {
            Steps = fields.Whole(MethodFields.Steps) ?? Default.Steps,
            Baseline = fields.Text(MethodFields.Baseline) is { } text ? Baselines.Find(text, fields.Errors) ?? Default.Baseline : Default.Baseline,
            Samples = fields.Whole(MethodFields.Samples) ?? Default.Samples,
            Noise = fields.Number(MethodFields.Noise),
            Patch = fields.Whole(MethodFields.Patch),
            Stride = fields.Whole(MethodFields.Stride),
            Masks = fields.Whole(MethodFields.Masks) ?? Default.Masks,
            Seed = fields.Whole(MethodFields.Seed) ?? Default.Seed,
        };
    }
}

/// <summary>Fields of the methods' settings.</summary>
public static class MethodFields
{
    private const int MostRuns = 1000;
    private const int MostMasks = 10_000;
    private const int LargestPatch = 4096;

    public static WholeField Steps { get; } = new(
        "steps", "integrated-gradients: points of the Gauss–Legendre rule between the baseline and the image.", 2, MostRuns, 50);

    public static TextField Baseline { get; } = new(
        "baseline", "integrated-gradients, occlusion, rise: what stands for nothing to see. mean (default: the colour that the network's preparation "
            + "makes 0), black, white, own (this photo's mean colour), or a colour such as #7f7f7f.");

    public static WholeField Samples { get; } = new("samples", "smooth-grad: noisy copies of the image.", 1, MostRuns, 16);

    public static NumberField Noise { get; } = new(
        "noise", "smooth-grad: standard deviation of the noise, as a share of the input's largest value minus its smallest.", 0, 1, 0.15);

    public static WholeField Patch { get; } = new(
        "patch", "occlusion: side of the square that hides a part, in pixels of the network's input. Without it, a seventh of the shorter side.", 1, LargestPatch);

    public static WholeField Stride { get; } = new("stride", "occlusion: how far the square moves. Without it, half of its side.", 1, LargestPatch);

    public static WholeField Masks { get; } = new("masks", "rise: random masks. More make the map less grainy.", 1, MostMasks, 500);

    public static WholeField Seed { get; } = new(
        "seed", "smooth-grad, rise: of what is random; the same seed gives the same answer.", 0, int.MaxValue, 0);

    public static IReadOnlyList<Field> All { get; } = [Steps, Baseline, Samples, Noise, Patch, Stride, Masks, Seed];
}
