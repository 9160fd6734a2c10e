using System.Runtime.InteropServices;

namespace GradCamService.Onnx.Execution;

/// <summary>libtorch's choice of cuDNN's kernels, which TorchSharp 0.107 has no words for.</summary>
public static partial class NativeKernels
{
    /// <summary>
    /// Takes kernels that give the same sums again, and does not try out others on the first images. Call once libtorch is loaded; of no effect
    /// on a CPU.
    /// </summary>
    /// <returns>Whether libtorch was told: not where its build names its functions otherwise, as on Windows.</returns>
    public static bool ChooseRepeatable()
    {
        try
        {
            var context = GlobalContext();
            SetDeterministic(context, true);
            SetBenchmark(context, false);
            return IsDeterministic(context);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    // at::globalContext(), and of its class at::Context setDeterministicCuDNN(bool), setBenchmarkCuDNN(bool) and deterministicCuDNN() const.
    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint GlobalContext();

    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at7Context21setDeterministicCuDNNEb")]
    private static partial void SetDeterministic(nint context, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at7Context17setBenchmarkCuDNNEb")]
    private static partial void SetBenchmark(nint context, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport("torch_cpu", EntryPoint = "_ZNK2at7Context18deterministicCuDNNEv")]
    [return: MarshalAs(UnmanagedType.U1)]
    private static partial bool IsDeterministic(nint context);
}
