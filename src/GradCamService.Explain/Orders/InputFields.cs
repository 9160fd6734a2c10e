using GradCamService.Explain.Fields;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Networks;
using static TorchSharp.torch;

namespace GradCamService.Explain.Orders;

/// <summary>Fields <c>input.NAME</c>: what a model reads besides the photo. Which there are, its manifest says.</summary>
public static class InputFields
{
    // As many as make clear how they are written.
    private const int NumbersShown = 3;

    /// <summary>Whether a name is that of such a field, of this model or another.</summary>
    public static bool IsOne(string name) => name.StartsWith(FurtherInput.Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The model's input of a field; null where it has none, or no request may feed it.</summary>
    public static FurtherInput? Find(LoadedModel model, string field) =>
        Sendable(model).FirstOrDefault(input => input.Field.Equals(field, StringComparison.OrdinalIgnoreCase));

    /// <summary>Inputs that a request may feed.</summary>
    public static IEnumerable<FurtherInput> Sendable(LoadedModel model) => model.Inputs.Where(input => input is not NumberInput { IsFixed: true });

    /// <summary>Refuses fields of inputs that the model does not have.</summary>
    public static void RefuseOthers(IEnumerable<string> names, LoadedModel model, FieldErrors errors)
    {
        List<string> known = [.. Sendable(model).Select(input => input.Field)];
        foreach (var name in names.Where(name => Find(model, name) is null))
        {
            var hint = errors.Suggest(name, known) is { } near ? $" Did you mean '{near}'?" : "";
            errors.Add(Names.Shorten(name), $"'{model.Name}' has no field '{Names.Shorten(name)}'; " + (known.Count > 0
                ? $"of its inputs there are {string.Join(", ", known)}.{hint}" : "it reads nothing but what 'image' and the fields of its task say."));
        }
    }

    /// <summary>How an input's numbers are sent with curl.</summary>
    public static string HowToSend(NumberInput input)
    {
        var shown = string.Join(',', input.Tried.Take(NumbersShown).Select(number => FormattableString.Invariant($"{number}")));
        return $"(curl: -F '{input.Field}={shown}{(input.Count > NumbersShown ? ",…" : "")}')";
    }

    /// <summary>The numbers that were sent, by the inputs' names.</summary>
    internal static Dictionary<string, double[]> Read(FieldReader fields, LoadedModel model)
    {
        var found = new Dictionary<string, double[]>();
        foreach (var input in Sendable(model).OfType<NumberInput>())
            if (fields.Text(new TextField(input.Field, "")) is { } text)
                found[input.Name] = Numbers(fields.Errors, input, text);
            else if (input.Absent is null)
                fields.Errors.Add(input.Field, $"The field '{input.Field}' is missing: '{model.Name}' reads "
                    + $"{NumberTypes.Expected(input, input.Count)} there {HowToSend(input)}.");
        return found;
    }

    private static double[] Numbers(FieldErrors errors, NumberInput input, string text)
    {
        var numbers = NumberList.Read(text, input.Type == ScalarType.Bool, out var wrong);
        wrong ??= numbers.Where(number => !NumberTypes.Holds(input, number))
            .Select(number => FormattableString.Invariant($"{number}")).FirstOrDefault();
        var all = input.Count > 1 ? FormattableString.Invariant($"; there must be {input.Count} {HowToSend(input)}") : "";
        if (wrong is not null)
            errors.Add(input.Field, $"'{wrong}' is not {NumberTypes.Expected(input, 1)}{all}.");
        else if (numbers.Length != input.Count)
            errors.Add(input.Field, FormattableString.Invariant($"There {(numbers.Length == 1 ? "is 1 number" : $"are {numbers.Length} numbers")}; ")
                + $"'{input.Field}' takes {NumberTypes.Expected(input, input.Count)} {HowToSend(input)}.");
        return numbers;
    }
}
