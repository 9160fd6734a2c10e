using GradCamService.Explain.Queue;
using GradCamService.Onnx.Execution;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Queue;

/// <summary>What libtorch is told of a GPU, which it takes note of without one.</summary>
[Collection(TorchCollection.Name)]
public sealed class DeviceArithmeticTests : IDisposable
{
    public void Dispose() => DeviceArithmetic.Set("auto");

    [Theory]
    [InlineData("auto", false)]
    [InlineData("tf32", true)]
    public void Products_are_rounded_to_TF32_only_where_that_is_asked_for(string precision, bool expected)
    {
        DeviceArithmetic.Set(precision);

        Assert.Equal(expected, backends.cuda.matmul.allow_tf32);
        Assert.Equal(expected, backends.cudnn.allow_tf32);
        Assert.False(backends.cuda.matmul.allow_fp16_reduced_precision_reduction);
    }

    [Fact]
    public void Kernels_that_repeat_their_sums_are_chosen_where_this_libtorch_can_be_told() =>
        Assert.Equal(OperatingSystem.IsLinux(), NativeKernels.ChooseRepeatable());
}
