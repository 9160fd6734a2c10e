using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Queue;

/// <summary>How a GPU rounds, and which of cuDNN's kernels it takes: the same image shall get the same map again, and the CPU's to float32's digits.</summary>
internal static class DeviceArithmetic
{
    private const string Tf32 = "tf32";

    /// <summary>Sets what holds for the whole process; of no effect on a CPU.</summary>
    /// <param name="precision">As <see cref="DeviceOptions.Precision"/>.</param>
    public static void Set(string precision)
    {
        // cuDNN's default would be TF32.
        backends.cudnn.allow_tf32 = backends.cuda.matmul.allow_tf32 = precision == Tf32;
        backends.cuda.matmul.allow_fp16_reduced_precision_reduction = false;
        _ = NativeKernels.ChooseRepeatable();
    }
}
