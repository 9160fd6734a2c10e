using Google.Protobuf;
using GradCamService.Fuzzing;
using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>Damages ONNX files: mostly what they say, now and then their bytes.</summary>
/// <param name="seeds">Whole files.</param>
/// <param name="further">What may happen to their bytes besides.</param>
internal sealed class NetworkDamage(IReadOnlyList<byte[]> seeds, params IEnumerable<Mutation> further)
{
    private const int MostChanges = 4;

    // Structure is mostly at a file's ends, weights in between.
    private const int Edge = 1500;

    private readonly Mutator _bytes = new(Parts, further);

    public byte[] Of(Random random)
    {
        var file = seeds[random.Next(seeds.Count)];
        if (random.Next(4) == 0)
            return _bytes.Of(file, seeds[random.Next(seeds.Count)], random);
        var model = ModelProto.Parser.ParseFrom(file);
        for (var changes = random.Next(1, MostChanges); changes > 0; changes--)
            ProtoDamage.Change(model, random);
        return model.ToByteArray();
    }

    private static IEnumerable<byte[]> Parts(byte[] file) =>
        file.Length <= 2 * Edge ? [file] : [file[..Edge], file[Edge..^Edge], file[^Edge..]];
}
