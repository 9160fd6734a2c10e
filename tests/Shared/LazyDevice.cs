using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GradCamService.TestDevices;

/// <summary>
/// A second device that every machine has: libtorch's lazy backend. It computes on the CPU, through TorchScript, but its tensors are another
/// device's: an operator refuses a mixture with tensors of the CPU, as a GPU's would. What it cannot show, docs/gpu.md lists.
/// </summary>
internal static class LazyDevice
{
    // c10::DeviceType::Lazy, for which TorchSharp 0.107 has no name.
    private const int Lazy = 17;

    private static readonly System.Threading.Lock Starting = new();
    private static Device? _device;

    public static Device Instance
    {
        get
        {
            lock (Starting)
            {
                if (_device is null)
                {
                    // Loads libtorch, whose symbol is looked for.
                    using var _ = zeros(1);
                    Start();
                    _device = new Device((TorchSharp.DeviceType)Lazy, 0);
                }
                return _device;
            }
        }
    }

    // torch::lazy::InitTorchScriptBackend(), which C++ exports and TorchSharp does not call.
    [DllImport("torch_cpu", EntryPoint = "_ZN5torch4lazy22InitTorchScriptBackendEv")]
    private static extern void Start();
}
