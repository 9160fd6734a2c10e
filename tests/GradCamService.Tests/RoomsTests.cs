using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using Xunit;

namespace GradCamService.Tests;

/// <summary>
/// Rooms are the first-level namespaces of an assembly, deeper ones included; the assembly's own namespace is one too. Whoever reads a room
/// needs to know only those below it.
/// </summary>
public sealed class RoomsTests
{
    // A cycle is understood from a few of the types that make it.
    private const int MostTypesAStep = 5;

    [Theory]
    [InlineData("GradCamService.Onnx")]
    [InlineData("GradCamService.Explain")]
    [InlineData("GradCamService.Evaluate")]
    [InlineData("GradCamService.Jobs")]
    [InlineData("GradCamService")]
    public void The_rooms_of_an_assembly_depend_one_way(string assembly)
    {
        var uses = UsesOf(assembly);
        Assert.NotEmpty(uses);

        var circular = StepsThatLeadBack([.. uses.Select(use => (use.FromRoom, use.ToRoom))]);

        Assert.True(circular.Count == 0, string.Join(Environment.NewLine, circular.Select(step => Explain(step, uses)).Prepend(assembly)));
    }

    [Fact]
    public void What_only_a_method_or_a_lambda_in_it_mentions_is_seen_too()
    {
        var uses = UsesOf("GradCamService.Onnx");

        Assert.Contains(uses, use => use is { From: "ConstantFolding", To: "OperatorCall" });
        Assert.Contains(uses, use => use is { From: "RunnableNodes", To: "OperatorTable" });
    }

    [Theory]
    [InlineData("GradCamService.Onnx", "GradCamService.Explain", "GradCamService.Evaluate", "GradCamService.Jobs", "GradCamService")]
    [InlineData("GradCamService.Explain", "GradCamService.Evaluate", "GradCamService.Jobs", "GradCamService")]
    [InlineData("GradCamService.Jobs", "GradCamService.Evaluate", "GradCamService")]
    [InlineData("GradCamService.Evaluate", "GradCamService")]
    public void The_assemblies_reference_one_way(string assembly, params string[] above)
    {
        using var module = Read(assembly);

        Assert.Empty(module.AssemblyReferences.Select(reference => reference.Name).Intersect(above));
    }

    [Theory]
    [InlineData("ab bc ac", "")]
    [InlineData("ab bc cb", "bc cb")]
    [InlineData("ab bc cd da de", "ab bc cd da")]
    public void The_steps_of_a_cycle_are_found_and_no_others(string steps, string expected)
    {
        var found = StepsThatLeadBack([.. steps.Split(' ').Select(step => (step[..1], step[1..]))]);

        Assert.Equal(expected, string.Join(' ', found.Select(step => step.From + step.To)));
    }

    private sealed record Use(string FromRoom, string From, string ToRoom, string To);

    private static ModuleDefinition Read(string assembly) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));

    /// <summary>Which types mention which types of other rooms: in signatures, bodies, generic arguments and attributes.</summary>
    private static HashSet<Use> UsesOf(string assembly)
    {
        using var module = Read(assembly);
        var uses = new HashSet<Use>();
        foreach (var type in module.GetAllTypes().Where(type => RoomOf(type) is not null))
            foreach (var other in Mentioned(type).SelectMany(Parts).Where(other => other.Scope == module))
                if (RoomOf(other) is { } room && room != RoomOf(type))
                    uses.Add(new Use(RoomOf(type)!, Outermost(type).Name, room, Outermost(other).Name));
        return uses;

        // Null for what the compiler adds to the assembly.
        string? RoomOf(TypeReference type) => Outermost(type).Namespace is var space && space == assembly ? "(root)"
            : space.StartsWith(assembly + ".", StringComparison.Ordinal) ? space[(assembly.Length + 1)..].Split('.')[0]
            : null;
    }

    /// <summary>Closures, iterators and other nested types belong to the type that they are in.</summary>
    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeReference> Mentioned(TypeDefinition type)
    {
        TypeReference?[] own = [type.BaseType, .. type.Interfaces.Select(implemented => implemented.InterfaceType)];
        var members = type.Fields.Select(field => field.FieldType)
            .Concat(type.Methods.SelectMany(method => Mentioned(method).Concat(method.HasBody ? Mentioned(method.Body) : [])));
        IEnumerable<ICustomAttributeProvider> attributed = [type, .. type.Fields, .. type.Methods, .. type.Properties, .. type.Events,
            .. type.Methods.SelectMany(method => method.Parameters), .. type.Methods.Select(method => method.MethodReturnType)];
        return own.OfType<TypeReference>().Concat(members).Concat(Constraints(type))
            .Concat(attributed.SelectMany(provider => provider.CustomAttributes).SelectMany(Mentioned));
    }

    private static IEnumerable<TypeReference> Mentioned(MethodReference method) =>
        [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method is GenericInstanceMethod generic ? generic.GenericArguments : [], .. Constraints(method)];

    private static IEnumerable<TypeReference> Mentioned(MethodBody body) =>
        [.. body.Variables.Select(variable => variable.VariableType),
            .. body.ExceptionHandlers.Select(handler => handler.CatchType).OfType<TypeReference>(),
            .. body.Instructions.SelectMany(instruction => instruction.Operand switch
            {
                TypeReference type => [type],
                MethodReference method => Mentioned(method),
                FieldReference field => [field.DeclaringType, field.FieldType],
                CallSite site => [site.ReturnType, .. site.Parameters.Select(parameter => parameter.ParameterType)],
                _ => Enumerable.Empty<TypeReference>(),
            })];

    private static IEnumerable<TypeReference> Mentioned(CustomAttribute attribute) =>
        [attribute.AttributeType, .. attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>(),
            .. attribute.Properties.Select(named => named.Argument.Value).OfType<TypeReference>()];

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    /// <summary>A type without its arrays and references, and its generic arguments.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        IModifierType modified => [modified.ModifierType, .. Parts(modified.ElementType)],
        TypeSpecification specified => Parts(specified.ElementType),
        _ => [type],
    };

    /// <summary>The steps from which there is a way back to where they begin.</summary>
    private static List<(string From, string To)> StepsThatLeadBack(HashSet<(string From, string To)> steps)
    {
        return [.. steps.Where(step => Reached(step.To).Contains(step.From)).Order()];

        HashSet<string> Reached(string start)
        {
            var reached = new HashSet<string> { start };
            for (var before = 0; before < reached.Count;)
            {
                before = reached.Count;
                reached.UnionWith(steps.Where(step => reached.Contains(step.From)).Select(step => step.To).ToList());
            }
            return reached;
        }
    }

    private static string Explain((string From, string To) step, HashSet<Use> uses)
    {
        var types = uses.Where(use => (use.FromRoom, use.ToRoom) == step).Select(use => $"{use.From} → {use.To}")
            .Order(StringComparer.Ordinal).ToList();
        return $"  {step.From} → {step.To}: {string.Join(", ", types.Take(MostTypesAStep))}{(types.Count > MostTypesAStep ? ", …" : "")}";
    }
}
