using static TorchSharp.torch;

namespace GradCamService.TestDevices;

/// <summary>
/// Where the tests' networks run: <c>GRADCAM_TEST_DEVICE</c>, <c>cuda:0</c> or <c>lazy</c> (<see cref="LazyDevice"/>); the CPU where it is not set.
/// </summary>
internal static class TestDevice
{
    private const string Variable = "GRADCAM_TEST_DEVICE";

    public static Device Current { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "cpu" => CPU,
        "lazy" => LazyDevice.Instance,
        var name => new Device(name),
    };

    /// <summary>A feed where a service has it: numbers with a fraction on the device, shapes, indices and truths on the CPU.</summary>
    public static Tensor Place(Tensor tensor) => tensor.is_floating_point() ? tensor.to(Current) : tensor;
}
