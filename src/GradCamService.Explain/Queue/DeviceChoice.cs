using System.Globalization;
using static TorchSharp.torch;

namespace GradCamService.Explain.Queue;

/// <summary>The configured device as libtorch's.</summary>
internal static class DeviceChoice
{
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="InvalidOperationException">A GPU was asked for by name and is not there.</exception>
    public static Device Of(string name)
    {
        if (name == "cpu" || (name == "auto" && !cuda.is_available()))
            return CPU;
        var index = name.Split(':') is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 0;
        if (!cuda.is_available() || index >= cuda.device_count())
            throw new InvalidOperationException($"Device is '{name}', but this build and machine have {(cuda.is_available() ? cuda.device_count() : 0)} CUDA devices.");
        return device(TorchSharp.DeviceType.CUDA, index);
    }
}
