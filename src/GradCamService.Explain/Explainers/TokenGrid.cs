namespace GradCamService.Explain.Explainers;

/// <summary>How a sequence of tokens <c>[N, T, C]</c> lies on the image: <paramref name="Skip"/> tokens (a class token) come first.</summary>
public sealed record TokenGrid(int Height, int Width, int Skip);
