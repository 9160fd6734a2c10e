using GradCamService.Explain.Fields;

namespace GradCamService.Explain.Tasks;

/// <summary>How many targets one request may have of outputs that are large: each keeps a copy of them, their gradient, and that once more.</summary>
internal static class TargetLimit
{
    // Each is a backward pass, as of concepts.
    private const int Most = 100;

    // 256 MiB, three times.
    private const long MostNumbers = 64 << 20;

    /// <param name="fields">What was sent.</param>
    /// <param name="field">The field that asks for too many.</param>
    /// <param name="count">How many targets there are.</param>
    /// <param name="numbers">Of the outputs, for one image.</param>
    /// <returns>False where they are too many, which is told.</returns>
    public static bool Check(FieldReader fields, Field field, int count, long numbers)
    {
        var most = (int)Math.Clamp(MostNumbers / Math.Max(numbers, 1), 1, Most);
        if (count > most)
            fields.Errors.Add(field.Name, FormattableString.Invariant(
                $"One request can explain at most {most} at once where there are {numbers} numbers for an image; there are {count}."));
        return count <= most;
    }
}
