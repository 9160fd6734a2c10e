using System.Runtime.CompilerServices;
using GradCamService.Onnx.Execution;

namespace GradCamService.TestDevices;

internal static class NativeSetup
{
    /// <summary>As the service does at its start, before the first test loads libtorch.</summary>
    [ModuleInitializer]
    internal static void Apply() => NativeSettings.Apply();
}
