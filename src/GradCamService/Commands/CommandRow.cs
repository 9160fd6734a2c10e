using System.Reflection;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary>A command: a row of <see cref="CommandTable"/>, and a class beside these that does it.</summary>
/// <param name="Name">By which it is called.</param>
/// <param name="Settings">The class of its arguments and options.</param>
/// <param name="Add">Tells the command-line library of it.</param>
internal sealed record CommandRow(string Name, Type Settings, Action<IConfigurator> Add)
{
    /// <summary>Fields of orders that it has as options besides those of its settings.</summary>
    public IReadOnlyList<FieldOption> Fields { get; init; } = [];

    /// <summary>The options of its settings, without their dashes, and their types.</summary>
    public IReadOnlyDictionary<string, Type> OwnOptions => Settings.GetProperties()
        .Select(property => (property.GetCustomAttribute<CommandOptionAttribute>()?.LongNames, property.PropertyType))
        .SelectMany(option => option.LongNames?.Select(name => KeyValuePair.Create(name, option.PropertyType)) ?? [])
        .ToDictionary();

    /// <param name="name">By which it is called.</param>
    /// <param name="meaning">For its help.</param>
    /// <param name="examples">Its arguments, in one line each.</param>
    public static CommandRow Of<TCommand, TSettings>(string name, string meaning, params IReadOnlyList<string> examples)
        where TCommand : class, ICommand<TSettings> where TSettings : CommandSettings =>
        new(name, typeof(TSettings), configuration =>
        {
            var command = configuration.AddCommand<TCommand>(name).WithDescription(meaning);
            foreach (var example in examples)
                command.WithExample([name, .. example.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        });
}
