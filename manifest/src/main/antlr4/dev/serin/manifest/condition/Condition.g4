// Conditions in expr-lang, the language of Argo's successCondition and failureCondition.
// The alternatives of `operation` stand from the tightest operator to the loosest, as expr-lang
// ranks them: `not` binds tighter than `+`, and `??` tighter than everything.
grammar Condition;

program
    : sequence SEMICOLON? EOF
    ;

sequence
    : expression (SEMICOLON expression)*
    ;

expression
    : LET IDENTIFIER ASSIGN expression SEMICOLON sequence            # declaration
    | choice                                                         # branch
    | operation (QUESTION then = expression? COLON otherwise = expression)? # ternary
    ;

choice
    : IF expression LBRACE sequence RBRACE ELSE (choice | LBRACE sequence RBRACE)
    ;

operation
    : postfix                                                        # operand
    | left = operation op = COALESCE right = operation               # binary
    | <assoc = right> left = operation op = (POWER | CARET) right = operation # binary
    | op = (PLUS | MINUS) operation                                  # unary
    | left = operation op = (TIMES | DIVIDE | PERCENT) right = operation # binary
    | op = (BANG | NOT) operation                                    # unary
    | left = operation op = (PLUS | MINUS) right = operation         # binary
    | left = operation op = RANGE right = operation                  # binary
    | left = operation negation = NOT op = (IN | MATCHES | CONTAINS | STARTS_WITH | ENDS_WITH) right = operation # binary
    | left = operation op = (EQ | NE | LT | LE | GT | GE | IN | MATCHES | CONTAINS | STARTS_WITH | ENDS_WITH) right = operation # binary
    | left = operation op = (AND | AND_WORD) right = operation       # binary
    | left = operation op = (OR | OR_WORD) right = operation         # binary
    | operation PIPE IDENTIFIER arguments                            # pipe
    ;

postfix
    : primary suffix*
    ;

suffix
    : (DOT | OPTIONAL) name arguments?                               # field
    | OPTIONAL? LBRACKET expression RBRACKET                         # index
    | OPTIONAL? LBRACKET from = expression? COLON to = expression? RBRACKET # slice
    ;

primary
    : literal                                                        # constant
    | (GLOBAL? IDENTIFIER) arguments                                 # call
    | IDENTIFIER                                                     # identifier
    | LPAREN sequence RPAREN                                         # group
    | POINTER                                                        # pointer
    | DOT name arguments?                                            # elementField
    | LBRACKET (expression (COMMA expression)* COMMA?)? RBRACKET     # array
    | LBRACE (pair (COMMA pair)* COMMA?)? RBRACE                     # map
    ;

literal
    : NUMBER
    | STRING
    | RAW_STRING
    | TRUE
    | FALSE
    | NIL
    ;

pair
    : (IDENTIFIER | TRUE | FALSE | NIL | NUMBER | STRING | RAW_STRING | LPAREN sequence RPAREN) COLON expression
    ;

arguments
    : LPAREN (argument (COMMA argument)* COMMA?)? RPAREN
    ;

argument
    : expression
    | block
    ;

block
    : LBRACE sequence RBRACE
    ;

// Every word is a fine name behind a dot.
name
    : IDENTIFIER | TRUE | FALSE | NIL | NOT | AND_WORD | OR_WORD | IN | MATCHES | CONTAINS
    | STARTS_WITH | ENDS_WITH | LET | IF | ELSE
    ;

LET: 'let';
IF: 'if';
ELSE: 'else';
TRUE: 'true';
FALSE: 'false';
NIL: 'nil';
NOT: 'not';
AND_WORD: 'and';
OR_WORD: 'or';
IN: 'in';
MATCHES: 'matches';
CONTAINS: 'contains';
STARTS_WITH: 'startsWith';
ENDS_WITH: 'endsWith';

COALESCE: '??';
OPTIONAL: '?.';
QUESTION: '?';
GLOBAL: '::';
COLON: ':';
SEMICOLON: ';';
COMMA: ',';
POWER: '**';
TIMES: '*';
CARET: '^';
DIVIDE: '/';
PERCENT: '%';
PLUS: '+';
MINUS: '-';
RANGE: '..';
DOT: '.';
EQ: '==';
NE: '!=';
LE: '<=';
GE: '>=';
LT: '<';
GT: '>';
BANG: '!';
AND: '&&';
OR: '||';
PIPE: '|';
ASSIGN: '=';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
LBRACE: '{';
RBRACE: '}';

POINTER: '#' WORD*;

// A dot belongs to a number unless a second one follows: `1..3` is a range.
NUMBER
    : '0' [xX] [0-9a-fA-F_]*
    | '0' [oO] [0-7_]*
    | '0' [bB] [01_]*
    | [0-9] [0-9_]* ('.' {_input.LA(1) != '.'}? [0-9_]*)? EXPONENT?
    | '.' [0-9] [0-9_]* EXPONENT?
    ;

STRING
    : '"' ('\\' . | ~["\\\n])* '"'
    | '\'' ('\\' . | ~['\\\n])* '\''
    ;

RAW_STRING: '`' ~[`]* '`';

IDENTIFIER: [\p{L}_$] WORD*;

BLOCK_COMMENT: '/*' .*? '*/' -> skip;
LINE_COMMENT: '//' ~[\n]* -> skip;
SPACE: [\p{White_Space}]+ -> skip;

// What no rule knows is the parser's to refuse, with its place.
UNKNOWN: . ;

fragment WORD: [\p{L}\p{Nd}_$];
fragment EXPONENT: [eE] [+-]? [0-9_]*;
