namespace GradCamService.Onnx.Analysis;

/// <summary>What a position of a layer looks at. Where rows and columns differ, the larger number stands for both.</summary>
/// <param name="Stride">Input pixels from one position to the next.</param>
/// <param name="Size">
/// Input pixels along a side that a position depends on, by the network's structure; it may be larger than the input.
/// </param>
public sealed record ReceptiveField(int Stride, int Size);
