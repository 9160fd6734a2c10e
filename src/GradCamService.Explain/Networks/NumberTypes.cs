using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>Element types that numbers can become, with what they hold.</summary>
internal static class NumberTypes
{
    // Beyond it, a double is no exact whole number any more, and JSON's readers neither.
    private const double MostWhole = 1L << 53;
    private const double MostHalf = 65504;
    private const double MostBrain = 3.3895e38;

    private static readonly Dictionary<ScalarType, (double Least, double Most, bool IsWhole, string Words)> Table = new()
    {
        [ScalarType.Float32] = (-float.MaxValue, float.MaxValue, false, "number"),
        [ScalarType.Float64] = (-double.MaxValue, double.MaxValue, false, "number"),
        [ScalarType.Float16] = (-MostHalf, MostHalf, false, "number"),
        [ScalarType.BFloat16] = (-MostBrain, MostBrain, false, "number"),
        [ScalarType.Byte] = (byte.MinValue, byte.MaxValue, true, "whole number"),
        [ScalarType.Int8] = (sbyte.MinValue, sbyte.MaxValue, true, "whole number"),
        [ScalarType.Int16] = (short.MinValue, short.MaxValue, true, "whole number"),
        [ScalarType.Int32] = (int.MinValue, int.MaxValue, true, "whole number"),
        [ScalarType.Int64] = (-MostWhole, MostWhole, true, "whole number"),
        [ScalarType.Bool] = (0, 1, true, "truth value"),
    };

    public static bool IsKnown(ScalarType type) => Table.ContainsKey(type);

    public static bool IsWhole(ScalarType type) => Table[type].IsWhole;

    /// <summary>The least and the largest number that a type holds.</summary>
    public static (double Least, double Most) RangeOf(ScalarType type) => (Table[type].Least, Table[type].Most);

    /// <summary>Whether an input may have a number.</summary>
    public static bool Holds(NumberInput input, double number) =>
        number >= input.Range.Least && number <= input.Range.Most && (!IsWhole(input.Type) || number == Math.Floor(number));

    /// <summary>What an input takes: <c>a number</c>, <c>3 whole numbers from 0 to 9</c>.</summary>
    public static string Expected(NumberInput input, int count)
    {
        var words = Table[input.Type].Words + (count == 1 ? "" : "s");
        return FormattableString.Invariant($"{(count == 1 ? "a" : $"{count}")} {words}")
            + (input.Type == ScalarType.Bool ? " (true or false)" : InWords(input.Range));
    }

    private static string InWords((double Least, double Most) range) => (range.Least > -MostWhole, range.Most < MostWhole) switch
    {
        (true, true) => FormattableString.Invariant($" from {range.Least} to {range.Most}"),
        (true, false) => FormattableString.Invariant($" of at least {range.Least}"),
        (false, true) => FormattableString.Invariant($" of at most {range.Most}"),
        (false, false) => "",
    };
}
