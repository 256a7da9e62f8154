/** BERT: post-norm encoder layers, tanh pooler, classifier. */
package dev.thimble.frontend.bert;
