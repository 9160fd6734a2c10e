namespace GradCamService.Fuzzing;

/// <summary>Damages files at random: the same ways for the same seed.</summary>
/// <param name="split">A file → the blocks that its format is made of, at least one, which together are the file.</param>
/// <param name="further">What may happen to this format besides <see cref="Mutation.All"/>.</param>
internal sealed class Mutator(Func<byte[], IEnumerable<byte[]>> split, params IEnumerable<Mutation> further)
{
    private const int MostChanges = 5;

    private readonly Mutation[] _rows = [.. Mutation.All, .. further];

    /// <param name="whole">What is damaged; it stays as it is.</param>
    /// <param name="other">What some blocks may be taken of.</param>
    /// <param name="random">Decides.</param>
    public byte[] Of(byte[] whole, byte[] other, Random random)
    {
        var file = new DamagedFile(split(whole), split(other));
        for (var changes = random.Next(1, MostChanges); changes > 0 && file.Blocks.Count > 0; changes--)
            _rows[random.Next(_rows.Length)].Change(file, random);
        return file.ToArray();
    }
}
