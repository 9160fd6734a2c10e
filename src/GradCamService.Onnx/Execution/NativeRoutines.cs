using System.Runtime.Intrinsics.X86;
using System.Text;

namespace GradCamService.Onnx.Execution;

/// <summary>The routines of oneDNN, with which libtorch computes convolutions on a CPU.</summary>
internal static class NativeRoutines
{
    // CPUID's family of AMD's Zen 5.
    private const int Zen5 = 0x1A;

    /// <summary>
    /// Keeps oneDNN from its AVX-512 routines on processors on which they were seen to compute something else: with libtorch 2.10 on AMD's Zen 5 and more
    /// than one thread, EfficientNet-Lite0 took a cat for a fire screen, the same way each time; with AVX2's, or one thread, its scores are those of ONNX
    /// Runtime. The environment's own <c>ONEDNN_MAX_CPU_ISA</c> wins. Whatever else a machine computes
    /// wrongly is found when a model is loaded.
    /// </summary>
    /// <returns>Whether they were kept from it.</returns>
    public static bool AvoidWrong() => Avx512F.IsSupported && IsAmd() && Family() >= Zen5 && NativeSettings.Set("ONEDNN_MAX_CPU_ISA", "AVX2");

    private static bool IsAmd()
    {
        var (_, b, c, d) = X86Base.CpuId(0, 0);
        return Encoding.ASCII.GetString([.. BitConverter.GetBytes(b), .. BitConverter.GetBytes(d), .. BitConverter.GetBytes(c)]) == "AuthenticAMD";
    }

    // AMD's CPUID specification: where the base family is 15, the extended one is added.
    private static int Family()
    {
        var signature = X86Base.CpuId(1, 0).Eax;
        var family = (signature >> 8) & 0xF;
        return family == 0xF ? family + ((signature >> 20) & 0xFF) : family;
    }
}
