namespace GradCamService.Onnx;

/// <summary>
/// What a trained batch normalization keeps of the values that it saw: its output, minus shift, over scale, has mean 0 and deviation 1
/// in each channel on images like those of its training.
/// </summary>
/// <param name="Output">The tensor behind it, channels on axis 1.</param>
/// <param name="Scale">γ, one a channel.</param>
/// <param name="Shift">β, one a channel.</param>
public sealed record NormStatistics(string Output, IReadOnlyList<float> Scale, IReadOnlyList<float> Shift);
