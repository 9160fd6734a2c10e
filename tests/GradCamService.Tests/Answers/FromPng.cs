namespace GradCamService.Tests.Answers;

/// <summary>How far answers to a PNG may lie from the records: resizing differs from Pillow in 1 pixel of 100,000 by 1 level.</summary>
internal static class FromPng
{
    /// <summary>Of log-probabilities, probabilities and scores.</summary>
    public const double Score = 1e-3;

    /// <summary>Of Q-values, whose frames are not resized.</summary>
    public const double QValue = 1e-4;

    /// <summary>Of maps, in units of the largest magnitude.</summary>
    public const double Map = 5e-3;
}
