using GradCamService.Explain.Outputs;
using Xunit;

namespace GradCamService.Explain.Tests.Outputs;

public sealed class SoftmaxTests
{
    /// <summary>Logits are float32: ln 2 as a float is off by less than this.</summary>
    private const double FloatLogit = 1e-7;

    [Fact]
    public void Shares_are_those_of_the_exponentials()
    {
        // e^0 : e^ln2 : e^ln5 = 1 : 2 : 5
        var shares = Softmax.Of([0, MathF.Log(2), MathF.Log(5)]);

        Assert.Equal(0.125, shares[0], FloatLogit);
        Assert.Equal(0.25, shares[1], FloatLogit);
        Assert.Equal(0.625, shares[2], FloatLogit);
    }

    [Fact]
    public void Large_logits_do_not_overflow() => Assert.Equal([0.5, 0.5, 0], Softmax.Of([3e38f, 3e38f, -3e38f]));

    [Fact]
    public void A_thousand_equal_logits_share_equally() =>
        Assert.All(Softmax.Of(new float[1000]), share => Assert.Equal(0.001, share, 1e-15));

    [Fact]
    public void What_is_no_number_makes_no_share() => Assert.All(Softmax.Of([1, float.NaN]), share => Assert.Equal(double.NaN, share));
}
