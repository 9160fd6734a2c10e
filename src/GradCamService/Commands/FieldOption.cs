using System.Text.Json;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tasks;

namespace GradCamService.Commands;

/// <summary>A field of an order as an option.</summary>
/// <param name="Name">The option, without its dashes: the field's name in lower case, words parted by dashes.</param>
/// <param name="Field">The field.</param>
internal sealed record FieldOption(string Name, Field Field)
{
    // Where results are written is the option of this name; the field is of a tensor.
    private const string Output = "output";
    private const string Tensor = "tensor";

    /// <summary>Fields of explanations, of every task.</summary>
    public static IReadOnlyList<FieldOption> OfExplanations { get; } = [.. OrderReader.Explanation.FieldsOf(TaskTable.All).Select(Of)];

    /// <summary>Fields of evaluations.</summary>
    public static IReadOnlyList<FieldOption> OfEvaluations { get; } = [.. EvaluationFields.All.Select(Of)];

    /// <summary>Fields of jobs of either kind; which belong to which, the service says.</summary>
    public static IReadOnlyList<FieldOption> OfJobs { get; } = [.. OfExplanations.Concat(OfEvaluations).DistinctBy(option => option.Name)];

    /// <summary>Whether it needs no value: it is there, and that is true.</summary>
    public bool IsFlag => Field is FlagField;

    /// <summary>What messages about a field are headed by: its option, or its own name where it is not one.</summary>
    public static string Shown(string field) =>
        OfExplanations.Concat(OfEvaluations).FirstOrDefault(option => option.Field.Name == field) is { } option ? $"--{option.Name}" : field;

    /// <summary>All that is wrong with fields, for whoever typed them.</summary>
    public static WrongArgumentsException Wrong(IReadOnlyDictionary<string, string[]> errors) =>
        new([.. errors.SelectMany(field => field.Value.Select(problem => $"{Shown(field.Key)}: {problem}"))]);

    private static FieldOption Of(Field field) => new(NameOf(field.Name), field);

    private static string NameOf(string field) => field == Output ? Tensor : JsonNamingPolicy.KebabCaseLower.ConvertName(field);
}
