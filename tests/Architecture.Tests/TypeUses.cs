using System.Reflection;

namespace Fovea.Architecture.Tests;

/// <summary>
/// Which types a type uses, nested types included: base types and interfaces, constraints, signatures, function pointers, attributes, and
/// what the bodies of its methods name. Constants leave no trace (<see cref="ConstantUses"/>).
/// </summary>
internal static class TypeUses
{
    /// <summary>Every member that a type itself declares.</summary>
    public const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The outermost types, of any assembly, that <paramref name="type"/> uses; generic ones as their definitions.</summary>
    public static IReadOnlySet<Type> Of(Type type)
    {
        var used = new HashSet<Type>();
        AddType(type, used);
        used.Remove(type);
        return used;
    }

    private static void AddType(Type type, HashSet<Type> used)
    {
        Add(type.BaseType, used);
        foreach (Type implemented in type.GetInterfaces())
            Add(implemented, used);
        AddConstraints(type.GetGenericArguments(), used);
        AddAttributes(type.CustomAttributes, used);
        foreach (MemberInfo member in type.GetMembers(All))
        {
            AddAttributes(member.CustomAttributes, used);
            if (member is Type nested)
                AddType(nested, used);
            else if (member is FieldInfo field)
                Add(field.FieldType, used);
            else if (member is MethodBase method)
                AddMethod(method, used);
        }
    }

    private static void AddMethod(MethodBase method, HashSet<Type> used)
    {
        foreach (ParameterInfo parameter in method.GetParameters())
        {
            Add(parameter.ParameterType, used);
            AddAttributes(parameter.CustomAttributes, used);
        }

        if (method is MethodInfo function)
            Add(function.ReturnType, used);
        if (method.IsGenericMethodDefinition)
            AddConstraints(method.GetGenericArguments(), used);
        if (method.GetMethodBody() is not { } body)
            return;
        foreach (LocalVariableInfo local in body.LocalVariables)
            Add(local.LocalType, used);
        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses)
            Add(clause.Flags == ExceptionHandlingClauseOptions.Clause ? clause.CatchType : null, used);
        Type[] ofType = method.DeclaringType!.GetGenericArguments();
        Type[] ofMethod = method.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        foreach (int token in InstructionTokens.OfMembers(body.GetILAsByteArray()!))
            AddMember(method.Module.ResolveMember(token, ofType, ofMethod), used);
    }

    private static void AddMember(MemberInfo? member, HashSet<Type> used)
    {
        Add(member as Type ?? member?.DeclaringType, used);
        if (member is MethodBase { IsGenericMethod: true } method)
        {
            foreach (Type argument in method.GetGenericArguments())
                Add(argument, used);
        }
    }

    private static void AddConstraints(Type[] parameters, HashSet<Type> used)
    {
        foreach (Type parameter in parameters.Where(parameter => parameter.IsGenericParameter))
        {
            AddAttributes(parameter.CustomAttributes, used);
            foreach (Type constraint in parameter.GetGenericParameterConstraints())
                Add(constraint, used);
        }
    }

    private static void AddAttributes(IEnumerable<CustomAttributeData> attributes, HashSet<Type> used)
    {
        foreach (CustomAttributeData attribute in attributes)
        {
            Add(attribute.AttributeType, used);
            IEnumerable<CustomAttributeTypedArgument> named = attribute.NamedArguments.Select(argument => argument.TypedValue);
            foreach (CustomAttributeTypedArgument argument in attribute.ConstructorArguments.Concat(named))
            {
                Add(argument.ArgumentType, used);
                Add(argument.Value as Type, used);
            }
        }
    }

    private static void Add(Type? type, HashSet<Type> used)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Add(type.GetElementType(), used);
            return;
        }

        if (type.IsFunctionPointer)
        {
            foreach (Type part in type.GetFunctionPointerParameterTypes().Append(type.GetFunctionPointerReturnType()))
                Add(part, used);
            return;
        }

        foreach (Type argument in type.GetGenericArguments())
            Add(argument, used);
        Type outermost = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        while (outermost.DeclaringType is { } declaring)
            outermost = declaring;
        used.Add(outermost);
    }
}
