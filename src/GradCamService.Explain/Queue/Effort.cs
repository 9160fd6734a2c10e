namespace GradCamService.Explain.Queue;

/// <summary>What a piece of work costs a worker.</summary>
/// <param name="Pixels">That are decoded or drawn.</param>
/// <param name="Bytes">Of memory, while it is done.</param>
internal readonly record struct Effort(long Pixels, long Bytes = 0)
{
    // The slowest format decodes some 16 million a second (PNG, one core): what is longer than a second. Photos of most cameras are not.
    private const int MostShort = 16_000_000;

    private const int Megapixel = 1_000_000;

    /// <summary>What its turn costs its caller, ≥ 1.</summary>
    public int Cost => 1 + (int)Math.Min(Pixels / Megapixel, int.MaxValue - 1);

    /// <summary>Whether others should not have to wait until it is done.</summary>
    public bool IsLong => Pixels > MostShort;
}
