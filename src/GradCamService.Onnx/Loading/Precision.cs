namespace GradCamService.Onnx.Loading;

/// <summary>In which precision a network runs whose numbers are float16 or bfloat16. float32 and float64 always stay what they are.</summary>
public enum Precision
{
    /// <summary>float32 on a CPU, whose half-precision arithmetic is slower and overflows; as the file says elsewhere.</summary>
    Auto,

    /// <summary>Full precision, float32, on every device.</summary>
    Full,

    /// <summary>As the file says on every device.</summary>
    AsFile,
}
