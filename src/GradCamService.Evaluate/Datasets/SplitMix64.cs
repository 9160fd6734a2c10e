namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// A generator whose numbers are the same on every machine and in every version of .NET: Steele, Lea and Flood 2014, "Fast splittable pseudorandom
/// number generators".
/// </summary>
/// <param name="seed">Any.</param>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var bits = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>0 to <paramref name="end"/> − 1, each as likely as the others but for end ÷ 2⁶⁴.</summary>
    public int Below(int end) => (int)Math.BigMul(Next(), (ulong)end, out _);
}
