using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace GradCamService.Onnx;

/// <summary>What failed below a graph.</summary>
public enum EngineFault
{
    /// <summary>The machine, or the device, has no memory left for this run; a smaller one may succeed.</summary>
    OutOfMemory,

    /// <summary>The device reports an error, after which CUDA often refuses everything until the process ends.</summary>
    Device,

    /// <summary>libtorch refuses what it was asked to compute.</summary>
    Engine,
}

/// <summary>
/// What libtorch or the device reports when a graph that was loaded runs. The message is one line without native stack frames, paths and
/// source files, fit to be shown; the native report is the inner exception, for the log.
/// </summary>
public sealed partial class EngineException : Exception
{
    private const int LongestReport = 300;

    // A report may quote a stranger's file at any length; what tells the fault comes first.
    private const int MostRead = 2000;

    private static readonly string[] SignsOfMemory =
        ["out of memory", "can't allocate memory", "not enough memory", "std::bad_alloc", "_STATUS_ALLOC_FAILED"];

    private static readonly string[] SignsOfDevice =
    [
        "CUDA error", "CUDA driver", "device type CUDA", "device-side assert", "cuDNN error", "CUDNN_STATUS", "CUBLAS_STATUS",
        "CUSOLVER_STATUS", "CUFFT_", "NCCL", "misaligned address", "illegal memory access",
    ];

    private EngineException(EngineFault fault, string message, Exception native) : base(message, native) => Fault = fault;

    public EngineFault Fault { get; }

    /// <param name="native">What TorchSharp threw, or .NET for want of memory.</param>
    /// <param name="what">What was being computed, as the message names it.</param>
    public static EngineException Of(Exception native, string what)
    {
        var fault = FaultOf(native);
        return new(fault, $"{what}: " + fault switch
        {
            EngineFault.OutOfMemory => "there is not enough memory",
            EngineFault.Device => "the device reports an error",
            _ => ReportOf(native) is { Length: > 0 } report ? report : "libtorch fails",
        }, native);
    }

    /// <summary>Whether an exception is libtorch's or the device's, and none of this library or of a check in TorchSharp.</summary>
    public static bool IsNative(Exception exception) => exception is not (OnnxException or EngineException)
        && (exception is ExternalException or OutOfMemoryException
            // A device that is not there; in messages of our own, such words would be a file's.
            || (exception.Source == "TorchSharp" && FaultOf(exception) != EngineFault.Engine));

    private static EngineFault FaultOf(Exception exception)
    {
        var text = Outline(exception);
        return exception is OutOfMemoryException || Has(SignsOfMemory) ? EngineFault.OutOfMemory
            : Has(SignsOfDevice) ? EngineFault.Device
            : EngineFault.Engine;

        bool Has(string[] signs) => Array.Exists(signs, sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));
    }

    private static string ReportOf(Exception exception)
    {
        var report = Places().Replace(Outline(exception).Split('\n')[0], "").Trim(' ', '.', ',', ':');
        return report.Length <= LongestReport ? report : report[..LongestReport] + "…";
    }

    // The names in frames, such as those of an allocator, tell nothing about the fault.
    private static string Outline(Exception exception) =>
        Frames().Split(exception.Message.Length > MostRead ? exception.Message[..MostRead] : exception.Message, 2)[0];

    [GeneratedRegex(@"Exception raised from|(^|\n)\s*frame #\d|\(most recent call first\)", RegexOptions.CultureInvariant)]
    private static partial Regex Frames();

    // "[enforce fail at alloc_cpu.cpp:127] ", " at "../aten/src/ATen/Foo.cpp":75", "(/pytorch/c10/Foo.h:1)", and what an assertion adds.
    [GeneratedRegex(@"\[enforce\ fail\ at\ [^\]]*\]
        |,?\ please\ report\ a\ bug\ to\ PyTorch
        |(\s+(at|in|from))?\s*[(""']?(\S*[/\\])?[\w.-]+\.(cpp|cc|cxx|cu|cuh|h|hpp|so|py)\b[""']?(:\d*)?[)""']?
        |(?<=^|\s|[(""'])/\S+/\S*", RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Places();
}
