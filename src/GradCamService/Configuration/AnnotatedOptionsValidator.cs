using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>
/// Options against the ranges on their properties, told by the messages there, which name key and range. (The validators that
/// <c>[OptionsValidator]</c> generates leave the messages of ranges out.)
/// </summary>
internal sealed class AnnotatedOptionsValidator<TOptions> : IValidateOptions<TOptions> where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Select(problem => problem.ErrorMessage!));
    }
}
