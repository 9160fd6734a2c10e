namespace GradCamService.Onnx.Analysis;

/// <summary>Which values a graph expects at its image input.</summary>
public enum InputRange
{
    /// <summary>The graph does not tell: it begins with its first layer.</summary>
    Unknown,

    /// <summary>0 to 255: the graph scales them itself.</summary>
    Bytes,

    /// <summary>0 to 1: the graph subtracts a mean and divides by a deviation on that scale itself.</summary>
    Unit,

    /// <summary>−1 to 1: the graph shifts them itself.</summary>
    Centered,

    /// <summary>Already with ImageNet's mean taken away and divided by its deviation: the graph turns them into another scale.</summary>
    Normalized,
}
